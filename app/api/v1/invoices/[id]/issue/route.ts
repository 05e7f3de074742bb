import { NoFields } from '@/lib/invoices/invoice-request'
import { issueInvoice } from '@/lib/invoices/issue-invoice'
import { writeRoute } from '@/lib/merchant-api/merchant-route'

export const POST = writeRoute({ body: NoFields, isRepeatable: false, run: issueInvoice })
