import { MachineText } from '@/components/ui/machine-text'
import { PageHeading } from '@/components/ui/page-heading'
import { PageShell } from '@/components/ui/page-shell'
import { ReferenceRenderer } from './reference-renderer'

interface ShownOperation {
  readonly method: string
  readonly path: string
  readonly summary: string
}

interface ApiReferenceProps {
  readonly operations: readonly ShownOperation[]
  readonly errors: readonly { readonly code: string; readonly status: number; readonly message: string }[]
  readonly sandboxOutcomes: readonly string[]
  readonly events: readonly string[]
  readonly documentHref: string
  readonly assetsHref: string
}

/** The reference of the merchant API for developers, in English: a list that needs no JavaScript, and every detail with it. */
export function ApiReference(props: ApiReferenceProps) {
  const { operations, errors, sandboxOutcomes, events, documentHref, assetsHref } = props
  return (
    <PageShell width="wide">
      <div lang="en" dir="ltr">
        <PageHeading title="Merchant API">
          Payments with an API key, for shops without an identity on the network. Everything here is made from{' '}
          <a className="underline" href={documentHref}>
            the OpenAPI document
          </a>
          . The guide “Take your first payment” is in <MachineText mono>docs/first-payment.md</MachineText>.
        </PageHeading>
        <p className="mb-4">
          Every request has two headers, <MachineText mono>X-Api-Key</MachineText> and{' '}
          <MachineText mono>X-Api-Secret</MachineText>; the key begins with <MachineText mono>oi_test_</MachineText> or{' '}
          <MachineText mono>oi_live_</MachineText> and decides the mode. A request that makes something is done once per{' '}
          <MachineText mono>Idempotency-Key</MachineText>. In TEST,{' '}
          <MachineText mono>metadata.sandbox_outcome</MachineText> decides how a payment ends:{' '}
          <MachineText mono>{sandboxOutcomes.join(', ')}</MachineText>.
        </p>
        <p className="mb-4">
          Webhooks are signed as Standard Webhooks say. Their events are{' '}
          <MachineText mono>{events.join(', ')}</MachineText>; <MachineText mono>data</MachineText> is what the API
          shows of the payment, refund or invoice.
        </p>
        <ReferenceRenderer documentHref={documentHref} assetsHref={assetsHref}>
          <h2 className="mt-8 mb-3 text-lg font-semibold">Endpoints</h2>
          <table className="w-full text-start text-sm">
            <tbody>
              {operations.map(({ method, path, summary }) => (
                <tr key={`${method} ${path}`} className="border-t border-line align-top">
                  <th scope="row" className="py-2 pe-4 text-start font-normal break-all">
                    <MachineText mono>{`${method.toUpperCase()} ${path}`}</MachineText>
                  </th>
                  <td className="py-2">{summary}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ReferenceRenderer>
        <h2 className="mt-8 mb-3 text-lg font-semibold">Errors</h2>
        <table className="w-full text-start text-sm">
          <tbody>
            {errors.map(({ code, status, message }) => (
              <tr key={code} className="border-t border-line align-top">
                <th scope="row" className="py-2 pe-4 text-start font-normal break-words">
                  <MachineText mono>{code}</MachineText>
                </th>
                <td className="py-2 pe-4 tabular-nums">{status}</td>
                <td className="py-2">{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </PageShell>
  )
}
