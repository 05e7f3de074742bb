import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Definition, DefinitionList } from '@/components/ui/definition-list'
import { MachineText } from '@/components/ui/machine-text'
import { Moment } from '@/components/ui/moment'
import { UntrustedText } from '@/components/ui/untrusted-text'
import type { MerchantCard } from '@/lib/checkout/checkout-view'
import type { ReceiptView } from '@/lib/receipts/receipt-view'

const longestName = 80

/** When it was paid, under which numbers, and under whose signature. */
export function ReceiptFacts({ receipt }: { receipt: ReceiptView }) {
  const t = useTranslations('receipt')
  const { merchant, order, issuer, creditedGateway } = receipt
  const since = t.rich('keySince', {
    key: () => <MachineText key="key">{receipt.keyText}</MachineText>,
    time: () => <Moment key="time" epochSeconds={receipt.keySince} isUtc />,
  })
  const items: Definition[] = [
    { term: t('paidAt'), detail: <Moment epochSeconds={receipt.paidAtEpochSeconds} isUtc /> },
    { term: t('orderNumber'), detail: <MachineText>{order.orderId}</MachineText> },
    ...(order.reference ? [{ term: t('reference'), detail: <UntrustedText text={order.reference} /> }] : []),
    { term: t('merchant'), detail: merchantText(t, merchant) },
    { term: t('txid'), detail: <MachineText>{receipt.txid}</MachineText> },
    {
      term: t('signedBy'),
      detail: t.rich('gateway', { name: () => nameOf(issuer.name), ocid: String(issuer.ocid) }),
    },
    { term: t('key'), detail: since },
    ...(creditedGateway
      ? [{ term: t('credited'), detail: t.rich('creditedText', { name: () => nameOf(creditedGateway.name) }) }]
      : []),
  ]
  return <DefinitionList items={items} />
}

/** A name within a sentence: the sentence has the page's direction, and the name its own. */
const nameOf = (name: string) => <UntrustedText key="name" text={name.slice(0, longestName)} />

/** A merchant can change its name at any time, and we keep none of the past: what stays is its number. */
function merchantText(
  t: ReturnType<typeof useTranslations<'receipt'>>,
  { ocid, name: given }: MerchantCard,
): ReactNode {
  const name = () => nameOf(given)
  if (ocid === null) return t.rich('applicationToday', { name })
  return given === `OCID ${ocid}` ? given : t.rich('merchantToday', { name, ocid: String(ocid) })
}
