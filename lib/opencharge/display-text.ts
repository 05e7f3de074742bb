/** What becomes one space: control characters (C0, DEL, C1, so line ends and tabs too) and separators of every kind. */
const gaps = /[\p{Cc}\p{Z}]+/gu

/**
 * Invisible format characters that can reorder or hide text: marks, embeddings, overrides and isolates of the
 * bidirectional algorithm, zero-width spaces, interlinear annotation, tag characters, letters that show nothing (Hangul
 * fillers, the empty braille cell). Variation selectors and the joiners U+200C and U+200D
 * stay: Persian, Indic scripts and emoji need them.
 */
const tricks = /(?!\u200c|\u200d|[\ufe00-\ufe0f])(?:\p{Cf}|\p{Default_Ignorable_Code_Point})|\u2800|\p{Surrogate}/gu

/** More combining marks on one letter than any language stacks are there to run over the lines above. */
const stackedMarks = /(\p{M}{4})\p{M}+/gu

/** What could end a quotation before its end: quotation marks of every script, and what looks like one. */
const quotationMarks = /[\p{Pi}\p{Pf}"„‚‟″〝-〟＂「」『』]/gu

/** A text from another party to stand between quotation marks: those within it become `'`. */
export function citableText(text: string, maxLength: number): string {
  return displayText(text, maxLength).replace(quotationMarks, "'")
}

/**
 * Makes a text from another party safe to show as one line of at most `maxLength` code points (`…` included when cut):
 * without control characters, bidirectional overrides and other invisible characters. Escaping is left to the page.
 */
export function displayText(text: string, maxLength: number): string {
  // Cut first, generously: a hostile megabyte is not worth four passes.
  const bounded = text.slice(0, 8 * maxLength)
  const clean = bounded.replace(tricks, '').replace(gaps, ' ').replace(stackedMarks, '$1').trim()
  const characters = Array.from(clean)
  if (characters.length <= maxLength) return clean
  return `${characters.slice(0, maxLength - 1).join('')}…`
}
