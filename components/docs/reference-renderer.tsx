'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'

interface ReferenceRendererProps {
  readonly documentHref: string
  readonly assetsHref: string
  /** What stands there until the renderer has come, and where no JavaScript runs. */
  readonly children: ReactNode
}

type Renderer = (options: Readonly<Record<string, unknown>>) => unknown

/** Shows the OpenAPI document with Swagger UI, which is loaded from our own origin and calls nobody. */
export function ReferenceRenderer({ documentHref, assetsHref, children }: ReferenceRendererProps) {
  const place = useRef<HTMLDivElement>(null)
  const [isShown, setShown] = useState(false)
  useDarkMode()
  useEffect(() => {
    const style = Object.assign(document.createElement('link'), {
      rel: 'stylesheet',
      href: `${assetsHref}/swagger-ui.css`,
    })
    const script = Object.assign(document.createElement('script'), { src: `${assetsHref}/swagger-ui-bundle.js` })
    script.onload = () => {
      const render = Reflect.get(window, 'SwaggerUIBundle') as Renderer
      // Nothing is sent from here: a secret belongs on a server, and not into a page that asks for it.
      const hidden = () => () => null
      const withoutSecrets = { wrapComponents: { authorizeBtn: hidden, authorizeOperationBtn: hidden } }
      render({
        plugins: [() => withoutSecrets],
        url: documentHref,
        domNode: place.current,
        supportedSubmitMethods: [],
        validatorUrl: null,
        defaultModelsExpandDepth: 0,
      })
      setShown(true)
    }
    document.head.append(style, script)
    return () => {
      style.remove()
      script.remove()
    }
  }, [documentHref, assetsHref])
  return (
    <>
      <div ref={place} className="empty:hidden" />
      {!isShown && children}
    </>
  )
}

/** Swagger UI is dark where its own class stands, and asks nobody what the browser prefers. */
function useDarkMode(): void {
  useEffect(() => {
    const preference = window.matchMedia('(prefers-color-scheme: dark)')
    const follow = () => document.documentElement.classList.toggle('dark-mode', preference.matches)
    follow()
    preference.addEventListener('change', follow)
    return () => {
      preference.removeEventListener('change', follow)
      document.documentElement.classList.remove('dark-mode')
    }
  }, [])
}
