import { mostOfOneProduct, sellers } from '@/devnet/shop/catalogue'
import { type Html, html } from '@/devnet/shop/pages/html'
import { showPrice } from '@/devnet/shop/pages/show-price'
import { routePlans } from '@/devnet/shop/settlement-route'

/** What is bought at a counter, and how much of it: the fields that `makeSignedOrder` reads. */
export function productChoice(): Html {
  // Sellers whom a wallet's gateway can pay without a merchant gateway between them.
  const sold = sellers.filter(({ route }) => routePlans[route].accepts === 'payment_gateway')
  const options = sold.flatMap((seller) =>
    seller.products.map(
      (product) =>
        html`<option value="${product.id}">${seller.name}: ${product.name}, ${showPrice(seller, product.price)}</option>`,
    ),
  )
  return html`<p><label>What is bought <select name="product">${options}</select></label></p>
<p><label>How many <input type="number" name="quantity" value="1" min="1" max="${mostOfOneProduct}" required inputmode="numeric"></label></p>`
}
