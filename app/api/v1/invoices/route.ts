import { createInvoice } from '@/lib/invoices/create-invoice'
import { InvoiceBody } from '@/lib/invoices/invoice-request'
import { writeRoute } from '@/lib/merchant-api/merchant-route'

export const POST = writeRoute({ body: InvoiceBody, isRepeatable: true, run: createInvoice })
