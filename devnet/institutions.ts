/** The institutions of the small network: who passes orders on, and who holds whose money. */
export const institutions = {
  threeCorners: {
    ocid: 300,
    name: 'Three Corners Payments',
    profile: 'Takes payments for the sellers of Three Corners Market.',
  },
  meridian: {
    ocid: 310,
    name: 'Meridian Clearing',
    profile: 'Holds reserves of gateways and moves money between them.',
  },
  harbour: {
    ocid: 320,
    name: 'Harbour Payments',
    profile: 'Takes payments for sellers by the sea, settled at Meridian Clearing.',
  },
  isle: {
    ocid: 330,
    name: 'Isle Savings',
    profile: 'Keeps accounts for islanders, settled at Harbour Payments.',
  },
} as const
