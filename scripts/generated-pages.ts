import { errorsPage } from './errors-page'
import { lifecyclePage } from './lifecycle-page'

/** The pages that are made from the code. */
export const generatedPages: Readonly<Record<string, () => string>> = {
  'docs/errors.md': errorsPage,
  'docs/payment-lifecycle.md': lifecyclePage,
}
