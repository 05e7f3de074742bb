import { expect, test } from 'vitest'
import { renderInEnglish } from '@/components/testing/render-in-english'
import { Moment } from './moment'

test('without JavaScript a moment is in UTC, and its machine-readable time and its title always are', () => {
  const markup = renderInEnglish(<Moment epochSeconds={1_800_000_000} timeOnly />)
  expect(markup).toContain('dateTime="2027-01-15T08:00:00.000Z" title="08:00:00 UTC"')
  expect(markup).toContain('<bdi>08:00:00 UTC</bdi>')
})
