import { getInvoice } from '@/lib/invoices/get-invoice'
import { readRoute } from '@/lib/merchant-api/merchant-route'

export const GET = readRoute({ run: getInvoice })
