'use client'

import { type ChangeEvent, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useFormStatus } from 'react-dom'
import { buttonStyle } from '@/components/ui/button-style'
import { type CodeReader, openCodeReader, type Picture } from './code-reader'
import { type CameraState, useCamera } from './use-camera'

const PAUSE_MS = 120

type SeenState = 'notACode' | 'nothingInPicture'

export interface ScannerProps {
  /** The name of the field that gets the code's text before the form around it is sent. */
  readonly field: string
  readonly words: Readonly<Record<CameraState | SeenState | 'asking' | 'picture' | 'again', string>>
}

/** Reads a code with the camera or from a picture, and sends the form with it. Without JavaScript it is not there. */
export function Scanner(props: ScannerProps) {
  const isAlive = useSyncExternalStore(subscribeToNothing, yes, no)
  return isAlive ? <LiveScanner {...props} /> : null
}

const subscribeToNothing = () => () => undefined
const yes = () => true
const no = () => false

function LiveScanner({ field, words }: ScannerProps) {
  const frame = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  const [attempt, setAttempt] = useState(0)
  const [seen, setSeen] = useState<SeenState | null>(null)
  const { pending } = useFormStatus()
  const camera = useCamera(video, attempt)
  const send = useSender(frame, field, setSeen)
  const read = useReader()
  useFrames(video, camera === 'on' && !pending, read, send)
  const fromPicture = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (!file) return
    const text = await readFile(file, read)
    if (text === null) setSeen('nothingInPicture')
    else send(text, true)
  }
  return (
    <div ref={frame}>
      <Viewfinder video={video} camera={camera}>
        {camera !== 'on' && words[camera]}
      </Viewfinder>
      <p role="status" className="mt-3 min-h-6 text-center text-ink-soft text-pretty">
        {pending ? words.asking : seen ? words[seen] : camera === 'on' && words.on}
      </p>
      <div className="mt-3 flex flex-wrap justify-center gap-3">
        <label
          className={`${buttonStyle('secondary')} cursor-pointer focus-within:outline-3 focus-within:outline-focus`}
        >
          {words.picture}
          <input type="file" accept="image/*" onChange={fromPicture} className="sr-only" />
        </label>
        {camera !== 'on' && camera !== 'starting' && (
          <button type="button" className={buttonStyle('secondary')} onClick={() => setAttempt(attempt + 1)}>
            {words.again}
          </button>
        )}
      </div>
    </div>
  )
}

interface ViewfinderProps {
  readonly video: React.RefObject<HTMLVideoElement | null>
  readonly camera: CameraState
  readonly children: React.ReactNode
}

function Viewfinder({ video, camera, children }: ViewfinderProps) {
  // Where there is nothing to be seen, what else will do is not pushed off the screen.
  const shape = camera === 'on' || camera === 'starting' ? 'aspect-square' : 'aspect-video'
  return (
    <div
      className={`relative mx-auto grid w-full max-w-sm place-items-center overflow-hidden rounded-slip bg-slip text-slip-ink ${shape}`}
    >
      <video ref={video} muted playsInline className="absolute inset-0 size-full object-cover" />
      {camera === 'on' ? (
        <span aria-hidden="true" className="absolute inset-10 rounded-2xl border-4 border-spark" />
      ) : (
        <p className="relative px-8 text-center text-pretty">{children}</p>
      )}
    </div>
  )
}

/** Loads what reads codes once it is wanted. */
function useReader(): CodeReader {
  const opened = useRef<Promise<CodeReader> | null>(null)
  return useCallback(async (picture: Picture) => {
    opened.current ??= openCodeReader()
    return (await opened.current)(picture)
  }, [])
}

/** Looks at frame after frame. */
function useFrames(
  video: React.RefObject<HTMLVideoElement | null>,
  isOn: boolean,
  read: CodeReader,
  found: (text: string) => void,
): void {
  useEffect(() => {
    if (!isOn) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    const look = async () => {
      const source = video.current
      const text = source?.videoWidth
        ? await read({ source, width: source.videoWidth, height: source.videoHeight })
        : null
      if (isOver) return
      if (text) found(text)
      timer = setTimeout(look, PAUSE_MS)
    }
    timer = setTimeout(look, PAUSE_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [video, isOn, read, found])
}

/** Puts a text into the form and sends it. What was sent and refused is not sent again while the camera still sees it. */
function useSender(
  frame: React.RefObject<HTMLDivElement | null>,
  field: string,
  setSeen: (seen: SeenState | null) => void,
): (text: string, again?: boolean) => void {
  const sent = useRef('')
  return useCallback(
    (text, again = false) => {
      if (text === sent.current && !again) return
      if (!isWorthAsking(text)) return setSeen('notACode')
      const form = frame.current?.closest('form')
      const control = form?.elements.namedItem(field)
      if (!form || !(control instanceof HTMLTextAreaElement)) return
      sent.current = text
      setSeen(null)
      control.value = text
      form.requestSubmit()
    },
    [frame, field, setSeen],
  )
}

// The world is full of codes: what is clearly none of ours needs no round trip to be told so.
const isWorthAsking = (text: string) => text.includes('"ocid"') || text.startsWith(window.location.origin)

async function readFile(file: File, read: CodeReader): Promise<string | null> {
  try {
    const source = await createImageBitmap(file)
    return await read({ source, width: source.width, height: source.height })
  } catch {
    return null
  }
}
