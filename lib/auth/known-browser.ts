import { formMark, isFormMark } from './form-mark'

const USE = 'known browser'

/**
 * What a browser keeps of an address that it has signed in with. It signs nobody in: who brings it asks for codes beside the
 * strangers who know the address as well, and who could else use up all of them.
 */
export const browserMarkOf = (email: string): string => formMark(USE, email)

/** Whether a browser brings the mark of this address; what it brings may be anything. */
export const isBrowserOf = (email: string, mark: string | undefined): boolean =>
  mark !== undefined && isFormMark(mark, USE, email)
