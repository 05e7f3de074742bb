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
  readonly documentHref: string
  readonly assetsHref: string
}

/** The reference of the merchant API for developers, in English: a list that needs no JavaScript, and every detail with it. */
export function ApiReference({ operations, errors, documentHref, assetsHref }: ApiReferenceProps) {
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
                <th scope="row" className="py-2 pe-4 text-start font-normal break-all">
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
