import type { WireAnswer } from '@/devnet/network/wire'
import { mostOfOneProduct, type Product, type Seller, sellers } from '@/devnet/shop/catalogue'
import { emblem } from '@/devnet/shop/pages/emblems'
import { type Html, html } from '@/devnet/shop/pages/html'
import { pageAnswer } from '@/devnet/shop/pages/layout'
import { showPrice } from '@/devnet/shop/pages/show-price'
import { routePlans } from '@/devnet/shop/settlement-route'

export function storefrontPage(): WireAnswer {
  const body = html`
<div class="intro">
<h1>Beans from Coorg, a ride in Kampala, saffron from Kuwait.</h1>
<p>Seven sellers, five currencies. Choose something and pay for it with your wallet,
or show your wallet's code at the <a href="/terminal">counter terminal</a>.
You can also <a href="/counter">pay at the counter</a> by scanning its code, or buy from the <a href="/vending">vending machine</a>. Around the corner are <a href="/books">Rooftop Books</a>.</p>
<nav aria-label="Sellers">${sellers.map(sellerLink)}</nav>
</div>
${sellers.map(sellerSection)}`
  return pageAnswer({ title: 'Three Corners Market', body })
}

const sellerLink = (seller: Seller): Html => html`<a href="#seller-${seller.ocid}">${seller.name}</a>`

const sellerSection = (seller: Seller): Html => html`
<section class="seller ${seller.emblem}" id="seller-${seller.ocid}" aria-labelledby="name-${seller.ocid}">
<div class="sign">
${emblem(seller)}
<div>
<h2 id="name-${seller.ocid}">${seller.name}</h2>
<p>${seller.profile}</p>
<p class="facts">${seller.place} · prices in ${seller.currency}${shippingNote(seller)}</p>
<p class="facts">${routePlans[seller.route].note}</p>
</div>
</div>
<ul class="products">${seller.products.map((product) => productCard(seller, product))}</ul>
</section>`

const shippingNote = (seller: Seller): Html =>
  seller.shipping === null ? html`` : html` · ${showPrice(seller, seller.shipping)} postage on each order`

const productCard = (seller: Seller, product: Product): Html => html`
<li>
<h3>${product.name}</h3>
<p>${product.description}</p>
<form method="post" action="/buy">
<p class="price"><strong>${showPrice(seller, product.price)}</strong> <span>${product.unit}</span></p>
<input type="hidden" name="product" value="${product.id}">
<label><span class="unseen">How many of ${product.name}</span>
<input type="number" name="quantity" value="1" min="1" max="${mostOfOneProduct}" required inputmode="numeric"></label>
<button>Buy<span class="unseen"> ${product.name}</span></button>
</form>
</li>`
