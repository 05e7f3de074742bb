import { NoFields } from '@/lib/invoices/invoice-request'
import { createPayableLink } from '@/lib/invoices/payable-link'
import { writeRoute } from '@/lib/merchant-api/merchant-route'

export const POST = writeRoute({ body: NoFields, isRepeatable: false, run: createPayableLink })
