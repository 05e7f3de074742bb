'use server'

import { notFound, redirect } from 'next/navigation'
import { isBench } from './is-bench'

/** The floor of paying: a form with a bound argument, as the checkout's is, whose action only says where to go next. */
export async function redirectAction(reference: string, _form: FormData): Promise<void> {
  if (!isBench()) notFound()
  redirect(`https://shop.example/thanks?session=${encodeURIComponent(reference)}`)
}
