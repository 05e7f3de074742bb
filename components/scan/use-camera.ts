'use client'

import { type RefObject, useEffect, useState } from 'react'

export type CameraState = 'starting' | 'on' | 'refused' | 'none' | 'busy'

/** Shows the back camera in a video element as long as the component is there. `attempt`: another number asks again. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, attempt: number): CameraState {
  const [state, setState] = useState<CameraState>('starting')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is what asks again.
  useEffect(() => {
    let stream: MediaStream | undefined
    let isOver = false
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const start = async () => {
      setState('starting')
      // Browsers have cameras for pages on https and on this machine only.
      if (!navigator.mediaDevices) return setState('none')
      if (isForbiddenHere()) return setState('refused')
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      if (isOver || !video.current) return stop()
      video.current.srcObject = stream
      await video.current.play()
      if (!isOver) setState('on')
    }
    start().catch((failure: unknown) => {
      stop()
      if (!isOver) setState(stateAfter(failure))
    })
    return () => {
      isOver = true
      stop()
    }
  }, [video, attempt])
  return state
}

/** Whether the page's own policy keeps the camera from it; asking all the same would be reported as a fault. */
function isForbiddenHere(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } }
  return featurePolicy?.allowsFeature('camera') === false
}

function stateAfter(failure: unknown): CameraState {
  const name = failure instanceof DOMException ? failure.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
}
