/** A book with its price in minor units. */
export interface Book {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly amountMinor: number
  readonly currency: string
  readonly price: string
}

export const books: readonly Book[] = [
  {
    id: 'rivers',
    title: 'Rivers of the Delta',
    about: 'A field book of boats and tides.',
    amountMinor: 1940,
    currency: 'USD',
    price: '19.40 USD',
  },
  {
    id: 'ledger',
    title: 'The Honest Ledger',
    about: 'Double entry for people who like novels.',
    amountMinor: 1250,
    currency: 'EUR',
    price: '12.50 EUR',
  },
  {
    id: 'tea',
    title: 'Tea in Sixteen Towns',
    about: 'Recipes, and who poured them.',
    amountMinor: 1800,
    currency: 'JPY',
    price: '1,800 JPY',
  },
]

export const findBook = (id: string | null): Book | undefined => books.find((book) => book.id === id)
