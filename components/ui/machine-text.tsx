/** An identifier or an address that is read letter by letter: from left to right in every language. */
export function MachineText({ children, mono = false }: { children: string; mono?: boolean }) {
  return (
    <bdi dir="ltr" className={`untrusted ${mono ? 'font-mono text-sm' : ''}`}>
      {children}
    </bdi>
  )
}
