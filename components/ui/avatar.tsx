import { displayText } from '@/lib/opencharge/display-text'

/** The picture of a merchant on a tile of a fixed size, or the first letter of the name. The name itself stands beside it. */
export function Avatar({ name, src }: { name: string; src: string | null }) {
  const initial = [...displayText(name, 40).trim()][0] ?? '?'
  return (
    <span
      aria-hidden="true"
      className="relative grid size-12 shrink-0 place-items-center overflow-hidden rounded-xl bg-slip-ink text-xl font-bold text-slip uppercase print:bg-transparent print:text-slip-ink"
    >
      {initial}
      {src && (
        <picture>
          <img
            src={src}
            alt=""
            width={48}
            height={48}
            decoding="async"
            className="absolute inset-0 size-full bg-slip-ink object-contain print:bg-transparent"
          />
        </picture>
      )}
    </span>
  )
}
