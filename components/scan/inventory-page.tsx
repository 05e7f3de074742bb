import { useTranslations } from 'next-intl'
import { MerchantName } from '@/components/checkout/merchant-name'
import { MerchantStanding } from '@/components/checkout/merchant-standing'
import { ActionForm, type FormTarget } from '@/components/ui/action-form'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { PageShell } from '@/components/ui/page-shell'
import type { MerchantCard } from '@/lib/checkout/checkout-view'
import { type BasketProblem, canBeHad } from '@/lib/scanning/basket'
import type { ScanProblem } from '@/lib/scanning/scan-problem'
import { BasketBar } from './basket-bar'
import { InventoryLine } from './inventory-line'
import type { InventoryView } from './inventory-view'
import { ScanProblemNotice } from './scan-problem-notice'
import { WrongQuantities } from './wrong-quantities'

interface InventoryPageProps {
  readonly view: InventoryView
  /** Gets `seen`, `q0`, `q1`, … and `intent`: `total` or `order`. */
  readonly action: FormTarget
  readonly problem: BasketProblem | ScanProblem | null
  readonly backHref: string
}

/** What a merchant has for sale behind a code, to choose from. */
export function InventoryPage({ view, action, problem, backHref }: InventoryPageProps) {
  const t = useTranslations('inventory')
  const { merchant, inventory, quantities, seen } = view
  const quantityOf = (id: string) => quantities.get(id) ?? ''
  const wrong = problem === 'QUANTITY' ? inventory.items.filter((item) => !canBeHad(quantityOf(item.id), item)) : []
  return (
    <PageShell homeHref={backHref}>
      <InventoryHead merchant={merchant} />
      {problem && (
        <div className="mb-5">
          {wrong.length > 0 ? <WrongQuantities items={wrong} /> : <InventoryProblem problem={problem} />}
        </div>
      )}
      {inventory.items.length === 0 ? (
        <EmptyState icon="search" title={t('empty')} text={t('emptyText')} />
      ) : (
        <ActionForm action={action} hidden={{ seen }}>
          <ul className="divide-y divide-line rounded-2xl border border-line bg-surface">
            {inventory.items.map((item, index) => (
              <InventoryLine
                key={item.id}
                item={item}
                currency={inventory.currency}
                name={`q${index}`}
                quantity={quantityOf(item.id)}
                isWrong={wrong.includes(item)}
              />
            ))}
          </ul>
          <BasketBar view={view} />
        </ActionForm>
      )}
      <div className="mt-3 text-center">
        <ButtonLink href={backHref} variant="quiet">
          {t('back')}
        </ButtonLink>
      </div>
    </PageShell>
  )
}

function InventoryHead({ merchant }: { merchant: MerchantCard }) {
  const t = useTranslations('inventory')
  return (
    <div className="mb-6 flex items-center gap-3.5">
      <Avatar name={merchant.name} src={merchant.iconPath} />
      <div className="min-w-0">
        <h1 className="line-clamp-2 text-2xl leading-snug font-bold tracking-display">
          {t.rich('heading', { name: () => <MerchantName key="name" name={merchant.name} /> })}
        </h1>
        <MerchantStanding merchant={merchant} on="page" />
      </div>
    </div>
  )
}

function InventoryProblem({ problem }: { problem: BasketProblem | ScanProblem }) {
  const t = useTranslations('inventory')
  switch (problem) {
    case 'EMPTY':
    case 'QUANTITY':
    case 'TOO_MUCH':
    case 'OUTDATED':
      return <Notice tone="warning" title={t(`problem.${problem}`)} urgent />
    default:
      return <ScanProblemNotice problem={problem} />
  }
}
