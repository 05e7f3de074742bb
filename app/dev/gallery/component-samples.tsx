import type { ReactNode } from 'react'
import { PayProblem } from '@/components/checkout/pay-problem'
import { ActionForm } from '@/components/ui/action-form'
import { Avatar } from '@/components/ui/avatar'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DefinitionList } from '@/components/ui/definition-list'
import { EmptyState } from '@/components/ui/empty-state'
import { Field, SelectField } from '@/components/ui/field'
import { Icon, iconNames } from '@/components/ui/icon'
import { Moment } from '@/components/ui/moment'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { SubmitButton } from '@/components/ui/submit-button'
import { payErrors } from '@/lib/checkout/pay-errors'
import { coffeeShop, eur, hostileShop, kwd, money, nowEpochSeconds, ugx, usdt } from './sample-checkouts'

/** The parts of the pages, each in all of its states. */
export function ComponentSamples() {
  return (
    <>
      <Sample name="Buttons">
        <ActionForm action="/dev/gallery" className="flex flex-wrap items-center gap-3">
          <Button>Primary</Button>
          <Button variant="secondary">Secondary</Button>
          <Button variant="quiet">Quiet</Button>
          <ButtonLink href="/dev/gallery">Link</ButtonLink>
          <SubmitButton pendingLabel="Paying…">Submit</SubmitButton>
        </ActionForm>
      </Sample>
      <Sample name="Notices">
        <Notice tone="info" title="Information">
          Something worth knowing.
        </Notice>
        <Notice tone="success" title="Success" />
        <Notice tone="warning" title="Warning">
          Something to look at.
        </Notice>
        <Notice tone="danger" title="Danger">
          Something went wrong.
        </Notice>
      </Sample>
      <Sample name="Why a payment was refused">
        {payErrors.map((problem) => (
          <PayProblem key={problem} problem={problem} />
        ))}
      </Sample>
      <FieldSamples />
      <ValueSamples />
    </>
  )
}

function FieldSamples() {
  return (
    <Sample name="Fields">
      <Field id="plain" label="Plain" />
      <Field id="hinted" label="With a hint" hint="The hint" defaultValue="A value" />
      <Field id="wrong" label="With an error" hint="The hint" error="The error" defaultValue="A wrong value" />
      <Field id="spaced" label="For a code" spaced dir="ltr" defaultValue="12345678" />
      <SelectField id="select" label="Choice">
        <option>One</option>
        <option>Two</option>
      </SelectField>
    </Sample>
  )
}

function ValueSamples() {
  return (
    <>
      <Sample name="Values">
        <Card>
          <DefinitionList
            items={[
              { term: 'Dollars', detail: <Money value={money(123456n)} /> },
              { term: 'Less than nothing', detail: <Money value={money(-800n, eur)} /> },
              { term: 'No decimals', detail: <Money value={money(10000n, ugx)} /> },
              { term: 'Three decimals', detail: <Money value={money(10000n, kwd)} /> },
              { term: 'Not of ISO 4217', detail: <Money value={money(12500000n, usdt)} /> },
              { term: 'Moment', detail: <Moment epochSeconds={nowEpochSeconds} /> },
              { term: 'Time of day', detail: <Moment epochSeconds={nowEpochSeconds} timeOnly /> },
            ]}
          />
        </Card>
        <EmptyState icon="wallet" title="Empty" text="How something gets here." />
      </Sample>
      <Sample name="Pictures">
        <div className="flex flex-wrap items-center gap-4">
          <Avatar name="Blue Door" src={coffeeShop.iconPath} />
          <Avatar name="سوق" src={null} />
          <Avatar name={hostileShop.name} src={null} />
          <Avatar name="" src={null} />
          {iconNames.map((name) => (
            <Icon key={name} name={name} size={28} />
          ))}
        </div>
      </Sample>
    </>
  )
}

function Sample({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="mt-10 space-y-3">
      <h2 className="text-xl font-bold tracking-display">{name}</h2>
      {children}
    </section>
  )
}
