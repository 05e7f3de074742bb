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
       * Why it is FAILED: DECLINED, INSUFFICIENT_FUNDS
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
       * Why it is FAILED: DECLINED, INSUFFICIENT_FUNDS
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
      amountMinor: number
      customerReference: string
      currency?: string
      customerEmail?: string
      customerPhone?: string
      customerName?: string
      productName?: string
      invoiceId?: string
      successUrl?: string
      cancelUrl?: string
      expiresInSeconds?: number
      metadata?: {
        [k: string]: string | number | boolean
      }
    }
    createRefund: {
      amountMinor: number
      reason?: string
    }
    createInvoice: {
      customerReference: string
      /**
       * @minItems 1
       * @maxItems 200
       */
      lineItems: {
        description: string
        qty: number
        unitAmountMinor: number
      }[]
      currency?: string
      customerEmail?: string
      dueDate?: string
      issue?: boolean
    }
  }
}

export type Answers = Api['answers']
export type Bodies = Api['bodies']
