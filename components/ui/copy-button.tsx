'use client'

import { useEffect, useState } from 'react'
import { buttonStyle } from './button-style'

interface CopyButtonProps {
  readonly text: string
  readonly label: string
  readonly doneLabel: string
}

/** Puts a text on the clipboard. Where scripts or the clipboard are missing it is not there: the text can be selected. */
export function CopyButton({ text, label, doneLabel }: CopyButtonProps) {
  const [canCopy, setCanCopy] = useState(false)
  const [isDone, setDone] = useState(false)
  useEffect(() => setCanCopy(navigator.clipboard !== undefined), [])
  if (!canCopy) return null
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => setCanCopy(false),
    )
  }
  return (
    <button type="button" className={buttonStyle('secondary', true)} onClick={copy}>
      <span role="status">{isDone ? doneLabel : label}</span>
    </button>
  )
}
