import type { Seller } from '@/devnet/shop/catalogue'
import { type Html, rawHtml } from '@/devnet/shop/pages/html'

const drawings: Record<Seller['emblem'], string> = {
  coffee:
    '<path d="M12 26h30v12a12 12 0 0 1-12 12h-6a12 12 0 0 1-12-12z"/><path d="M42 29h4a6 6 0 0 1 0 12h-4.6"/>' +
    '<path d="M20 20c-3-4 3-6 0-10M28 20c-3-4 3-6 0-10M36 20c-3-4 3-6 0-10"/><path d="M10 55h36"/>',
  motorcycle:
    '<circle cx="15" cy="44" r="9"/><circle cx="50" cy="44" r="9"/>' +
    '<path d="M15 44l9-13h14l12 13M24 31l8 13h9l-3-13M38 31l-3-9h-6M38 31l8-4M14 28h12"/>',
  crocus:
    '<path d="M32 58V38"/><path d="M32 40c-10 0-16-9-15-22 6 2 10 6 12 11 0-8 1-14 3-19 2 5 3 11 3 19 2-5 6-9 12-11 1 13-5 22-15 22z"/>' +
    '<path d="M32 38V22M29 25l3 13 3-13M32 54c-6-1-11-5-13-11M32 54c6-1 11-5 13-11"/>',
  agave:
    '<path d="M32 54C28 40 27 24 32 8c5 16 4 32 0 46z"/><path d="M31 54C20 46 14 34 14 20c9 8 15 20 17 34zM33 54c11-8 17-20 17-34-9 8-15 20-17 34z"/>' +
    '<path d="M30 55C20 54 11 49 6 40c10 1 18 6 24 15zM34 55c10-1 19-6 24-15-10 1-18 6-24 15z"/>',
  book:
    '<path d="M32 18c-6-5-14-6-24-5v36c10-1 18 0 24 5 6-5 14-6 24-5V13c-10-1-18 0-24 5z"/><path d="M32 18v36"/>' +
    '<path d="M15 23c4 0 8 1 11 3M15 32c4 0 8 1 11 3M49 23c-4 0-8 1-11 3M49 32c-4 0-8 1-11 3"/>',
  knife:
    '<path d="M6 30h34v10H18C12 40 8 36 6 30z"/><path d="M40 31h16a3 3 0 0 1 3 3v0a3 3 0 0 1-3 3H40"/>' +
    '<path d="M12 50h40M16 56h32"/>',
  salt:
    '<path d="M6 54h52L38 22c-3-5-9-5-12 0z"/><path d="M22 54l6-10M36 54l4-8M30 36l3-5"/>' +
    '<path d="M8 14c4-5 8-5 12 0s8 5 12 0 8-5 12 0 8 5 12 0"/>',
  can:
    '<path d="M18 14h28l3 7v32l-4 5H19l-4-5V21z"/><path d="M15 21h34M15 50h34M26 14l2-5h8l2 5"/>' +
    '<path d="M25 36a7 7 0 1 0 14 0c0-5-7-11-7-11s-7 6-7 11z"/>',
}

export const emblem = (seller: Seller): Html =>
  rawHtml(`<svg class="emblem" viewBox="0 0 64 64" aria-hidden="true">${drawings[seller.emblem]}</svg>`)

export const emblemIcon = (seller: Seller): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" fill="none" stroke="#3b2a20" stroke-width="3" ` +
  `stroke-linecap="round" stroke-linejoin="round">${drawings[seller.emblem]}</svg>`
