import { exclamationMark, LineDrawing } from './line-drawing'

const paths = {
  info: 'M12 11v5m0-8.5v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  success: 'm8.5 12.5 2.5 2.5 4.5-5.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  warning: 'M12 9.5v4m0 3v.01M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z',
  danger: 'M12 8v4.5m0 3v.01M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3Z',
  clock: 'M12 7v5l3 2m-3 7a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  cross: 'm9 9 6 6m0-6-6 6m3 6a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  search: 'm20 20-4.5-4.5M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z',
  mail: 'M3.5 7.5 12 13l8.5-5.5M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z',
  wallet:
    'M16 13v.01M4 7.5V17a2.5 2.5 0 0 0 2.5 2.5h11A2.5 2.5 0 0 0 20 17v-7a2.5 2.5 0 0 0-2.5-2.5H4Zm0 0A2.5 2.5 0 0 1 6.5 5H17',
  language:
    'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0 0c2.2-2 3.5-5.3 3.5-9S14.2 5 12 3c-2.2 2-3.5 5.3-3.5 9s1.3 7 3.5 9ZM3.3 9.5h17.4M3.3 14.5h17.4',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  ex: 'm6.5 6.5 11 11m0-11-11 11',
  hands: 'M12 5.5V12l4.5 2.5',
  letter: 'M12 10.5V18m0-12v.01',
  mark: exclamationMark,
  down: 'm6 9.5 6 6 6-6',
  code: 'M4 4h6v6H4Zm10 0h6v6h-6ZM4 14h6v6H4Zm10 0h2.5v2.5H14Zm6 0v.01M14 20v.01M20 20v-2.5M17.5 20v.01',
  scan: 'M4 8.5V6a2 2 0 0 1 2-2h2.5m7 0H18a2 2 0 0 1 2 2v2.5m0 7V18a2 2 0 0 1-2 2h-2.5m-7 0H6a2 2 0 0 1-2-2v-2.5M4 12h16',
  plus: 'M12 5v14m-7-7h14',
} as const

export type IconName = keyof typeof paths

export const iconNames = Object.keys(paths) as IconName[]

interface IconProps {
  readonly name: IconName
  readonly size?: number
  /** The width of the line. */
  readonly weight?: number
  readonly className?: string
}

/** A line drawing beside words. It says nothing to screen readers: the words do. */
export function Icon({ name, size = 20, weight = 1.75, className = '' }: IconProps) {
  return <LineDrawing path={paths[name]} size={size} weight={weight} className={className} />
}
