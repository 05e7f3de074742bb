'use client'

import { useTranslations } from 'next-intl'
import { type ChangeEvent, type DragEvent, type FormEvent, type ReactNode, useRef, useState } from 'react'
import { buttonStyle } from '@/components/ui/button-style'
import { Field } from '@/components/ui/field'
import { MachineText } from '@/components/ui/machine-text'
import { Notice } from '@/components/ui/notice'
import { UntrustedText } from '@/components/ui/untrusted-text'
import { useIsAlive } from '@/components/ui/use-is-alive'
import { type Examined, examine } from '@/lib/verify/examine'
import { EvidenceField } from './evidence-field'
import { VerifyResult } from './verify-result'

/** Takes a file or a text and says what it proves. Everything happens here: nothing is sent anywhere. `children`: what stands there without JavaScript. */
export function Verifier({ children }: { children: ReactNode }) {
  const isAlive = useIsAlive()
  const t = useTranslations('verify')
  const [text, setText] = useState('')
  const [key, setKey] = useState('')
  const [fileName, setFileName] = useState<string | null>(null)
  const [examined, setExamined] = useState<Examined | null>(null)
  const result = useRef<HTMLDivElement>(null)
  const show = (next: Examined) => {
    setExamined(next)
    result.current?.focus()
  }
  // The bytes as they are: what a text field shows is no longer what was signed when it was no UTF-8.
  const take = async (file: File | null | undefined) => {
    if (!file) return
    setFileName(file.name)
    const bytes = new Uint8Array(await file.arrayBuffer())
    setText(new TextDecoder().decode(bytes))
    show(examine(bytes, key, Date.now()))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    show(examine(new TextEncoder().encode(text), key, Date.now()))
  }
  const clear = () => {
    setText('')
    setFileName(null)
    setExamined(null)
  }
  // Without JavaScript a form would send what it was given to us.
  if (!isAlive) return children
  return (
    <>
      <form onSubmit={submit} className="space-y-5">
        <FileDrop name={fileName} onFile={take} />
        <EvidenceField
          label={t('paste')}
          hint={t.rich('pasteHint', {
            code: () => <MachineText key="code">{'{"proof": …, "signature": …}'}</MachineText>,
          })}
          value={text}
          onChange={(typed) => {
            setText(typed)
            setFileName(null)
          }}
        />
        <Field
          id="key"
          label={t('key')}
          hint={t('keyHint')}
          value={key}
          onChange={(event: ChangeEvent<HTMLInputElement>) => setKey(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          maxLength={140}
          dir="ltr"
        />
        <div className="flex flex-wrap gap-3">
          <button type="submit" className={buttonStyle('primary')}>
            {t('run')}
          </button>
          <button type="button" onClick={clear} className={buttonStyle('quiet')}>
            {t('again')}
          </button>
        </div>
      </form>
      <div ref={result} tabIndex={-1} role="status" aria-label={t('result')} className="mt-8 outline-none">
        {examined && 'error' in examined && (
          <Notice tone="warning" title={t('cannot')}>
            {t(`error.${examined.error}`)}
          </Notice>
        )}
        {examined && 'judgement' in examined && <VerifyResult judgement={examined.judgement} />}
      </div>
    </>
  )
}

interface FileDropProps {
  /** Of the file that was taken. */
  readonly name: string | null
  readonly onFile: (file: File | null | undefined) => void
}

function FileDrop({ name, onFile }: FileDropProps) {
  const t = useTranslations('verify')
  const drop = (event: DragEvent) => {
    event.preventDefault()
    onFile(event.dataTransfer.files[0])
  }
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    onFile(event.target.files?.[0])
    // The same file, changed, can be chosen again.
    event.target.value = ''
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a convenience beside the file field inside, which every device can use
    <div
      onDrop={drop}
      onDragOver={(event) => event.preventDefault()}
      className="rounded-2xl border border-dashed border-line-strong p-5"
    >
      <p id="drop" className="mb-3 font-semibold">
        {t('drop')}
      </p>
      {/* The browser's own button has the browser's language, and says that no file is chosen once it was read. */}
      <input
        id="file"
        type="file"
        accept=".json,application/json,text/plain"
        aria-labelledby="drop choose"
        onChange={choose}
        className="peer sr-only"
      />
      <label
        id="choose"
        htmlFor="file"
        className={`cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-brand ${buttonStyle('secondary')}`}
      >
        {t('choose')}
      </label>
      {name !== null && (
        <p className="mt-3 text-sm text-ink-soft">
          <UntrustedText text={name} maxLength={200} />
        </p>
      )}
    </div>
  )
}
