// Made from the OpenAPI document of the gateway by "npm run client". Do not change it by hand.

export interface Api {
  answers: {
    application: {
      id: string
      name: string
      mode: 'TEST' | 'LIVE'
    }
    payment: {
      id: string
      /**
       * The same as id
       */
      reference: string
      status:
        'CREATED' | 'PENDING' | 'SUCCEEDED' | 'PARTIALLY_REFUNDED' | 'REFUNDED' | 'FAILED' | 'CANCELLED' | 'EXPIRED'
      applicationId: string
      mode: 'TEST' | 'LIVE'
      amountMinor: number
      currency: string
      gateway: 'OPENCHARGE' | 'SANDBOX'
      gatewayTxnId: string | null
      checkoutUrl: string
      /**
       * Where the payer goes after paying
       */
      redirectUrl: string | null
      invoiceId: string | null
      /**
       * Why it is FAILED, which only a test ever is: DECLINED, INSUFFICIENT_FUNDS, ALREADY_PAID
       */
      failureCode: string | null
      customerReference: string
      /**
       * What you sent with it
       */
      metadata: {
        [k: string]: string | number | boolean
      } | null
      expiresAt: string
      createdAt: string
      updatedAt: string
    }
    payments: {
      id: string
      /**
       * The same as id
       */
      reference: string
      status:
        'CREATED' | 'PENDING' | 'SUCCEEDED' | 'PARTIALLY_REFUNDED' | 'REFUNDED' | 'FAILED' | 'CANCELLED' | 'EXPIRED'
      applicationId: string
      mode: 'TEST' | 'LIVE'
      amountMinor: number
      currency: string
      gateway: 'OPENCHARGE' | 'SANDBOX'
      gatewayTxnId: string | null
      checkoutUrl: string
      /**
       * Where the payer goes after paying
       */
      redirectUrl: string | null
      invoiceId: string | null
      /**
       * Why it is FAILED, which only a test ever is: DECLINED, INSUFFICIENT_FUNDS, ALREADY_PAID
       */
      failureCode: string | null
      customerReference: string
      /**
       * What you sent with it
       */
      metadata: {
        [k: string]: string | number | boolean
      } | null
      expiresAt: string
      createdAt: string
      updatedAt: string
    }[]
    publicCheckout: {
      reference: string
      status:
        'CREATED' | 'PENDING' | 'SUCCEEDED' | 'PARTIALLY_REFUNDED' | 'REFUNDED' | 'FAILED' | 'CANCELLED' | 'EXPIRED'
      amountMinor: number
      amountDisplay: string
      currency: string
      appName: string
      gateway: 'OPENCHARGE' | 'SANDBOX'
      gatewayRedirectUrl: string
      paidAt: string | null
    }
    refund: {
      id: string
      paymentId: string
      status: 'AWAITING_APPROVAL' | 'PENDING' | 'SUCCEEDED' | 'FAILED'
      amountMinor: number
      currency: string
      reason: string | null
      failureCode: ('INSUFFICIENT_BALANCE' | 'REJECTED') | null
      gatewayTxnId: string | null
      createdAt: string
      updatedAt: string
      endedAt: string | null
    }
    receipt: {
      paymentId: string
      status:
        'CREATED' | 'PENDING' | 'SUCCEEDED' | 'PARTIALLY_REFUNDED' | 'REFUNDED' | 'FAILED' | 'CANCELLED' | 'EXPIRED'
      mode: 'TEST' | 'LIVE'
      amountMinor: number
      refundedMinor: number
      keptMinor: number
      currency: string
      items: {
        name: string
        quantity: string
        unitAmountMinor: number
        totalMinor: number
      }[]
      application: {
        id: string
        name: string
        domain: string
      }
      gateway: {
        ocid: number
        name: string
      }
      paidAt: string
      proof: {
        proof: {
          [k: string]: unknown
        }
        signature: string
        publicKey: string
      } | null
      receiptUrl: string | null
    }
    invoice: {
      id: string
      number: number | null
      status: 'DRAFT' | 'ISSUED' | 'PARTIALLY_PAID' | 'PAID' | 'OVERDUE'
      customerReference: string
      customerEmail: string | null
      currency: string
      lineItems: {
        description: string
        qty: number
        unitAmountMinor: number
        totalMinor: number
      }[]
      totalMinor: number
      paidMinor: number
      dueMinor: number
      dueDate: string | null
      /**
       * The page of the invoice, to mail: it stays, and leads to the payment
       */
      url: string
      createdAt: string
      updatedAt: string
      issuedAt: string | null
      paidAt: string | null
    }
    payableLink: {
      reference: string
      checkoutUrl: string
    }
  }
  bodies: {
    createPayment: {
      /**
       * In minor units of the currency: 1940 is 19.40 USD
       */
      amountMinor: number
      /**
       * What you call the customer, such as an account number; lists are asked for by it. The payer does not see it
       */
      customerReference: string
      /**
       * ISO 4217
       */
      currency?: string
      /**
       * Kept for the operator; nothing is mailed to it, and no answer shows it
       */
      customerEmail?: string
      /**
       * Kept for the operator; no answer shows it
       */
      customerPhone?: string
      /**
       * Kept for the operator; no answer shows it
       */
      customerName?: string
      /**
       * The one line that the payer reads of what is paid for
       */
      productName?: string
      /**
       * The invoice that is paid by it, in whole or in part
       */
      invoiceId?: string
      /**
       * Where the payer goes after paying, else the application's; {SESSION_ID} becomes the id
       */
      successUrl?: string
      /**
       * Where the payer goes after giving up, else the application's
       */
      cancelUrl?: string
      /**
       * How long it can be paid
       */
      expiresInSeconds?: number
      /**
       * Yours, given back with the payment. In TEST, sandbox_outcome decides how it ends: succeed, decline, insufficient_funds, time_out, expire
       */
      metadata?: {
        [k: string]: string | number | boolean
      }
    }
    createRefund: {
      /**
       * In minor units; at most what is left of the payment
       */
      amountMinor: number
      /**
       * Why, for your own records and the operator; the payer does not see it
       */
      reason?: string
    }
    createInvoice: {
      /**
       * What you call the customer; it stands on the invoice
       */
      customerReference: string
      /**
       * @minItems 1
       * @maxItems 200
       */
      lineItems: {
        /**
         * What the line is about; the payer reads it
         */
        description: string
        qty: number
        unitAmountMinor: number
      }[]
      currency?: string
      /**
       * Kept with the invoice; nothing is mailed to it
       */
      customerEmail?: string
      /**
       * After this day (UTC) it is OVERDUE
       */
      dueDate?: string
      /**
       * false makes a draft, which has no number and cannot be paid
       */
      issue?: boolean
    }
  }
}

export type Answers = Api['answers']
export type Bodies = Api['bodies']

interface Event<Type extends string, Name extends keyof Answers> {
  readonly type: Type
  readonly timestamp: string
  readonly mode: 'TEST' | 'LIVE'
  readonly data: Answers[Name]
}

/** The body of a webhook, once its signature was verified. Of `mode` TEST none is about money. */
export type WebhookEvent =
  | Event<'payment.succeeded', 'payment'>
  | Event<'payment.failed', 'payment'>
  | Event<'payment.expired', 'payment'>
  | Event<'payment.cancelled', 'payment'>
  | Event<'refund.succeeded', 'refund'>
  | Event<'refund.failed', 'refund'>
  | Event<'invoice.paid', 'invoice'>
