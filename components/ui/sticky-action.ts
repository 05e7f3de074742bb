/** What holds the one thing to do next at the lower edge of a phone's screen, and in its place on larger ones. */
export const stickyAction =
  'sticky bottom-0 -mx-4 border-t border-line bg-canvas px-4 py-3 sm:static sm:mx-0 sm:border-0 sm:p-0'
