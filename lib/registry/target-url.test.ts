import { describe, expect, it } from 'vitest'
import { checkTargetUrl } from '@/lib/registry/target-url'

const codeOf = (url: string, allowPrivateNetwork = false) => {
  const checked = checkTargetUrl(url, allowPrivateNetwork)
  return checked.ok ? 'allowed' : checked.error.code
}

describe('checkTargetUrl', () => {
  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://127.0.0.1./',
    'https://１２７.0.0.1/',
    'https://127。0。0。1/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://[fd00:ec2::254]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://10.0.0.1:8443/',
  ])('refuses a private address however it is spelt: %s', (url) => expect(codeOf(url)).toBe('ADDRESS_REFUSED'))

  it.each([
    'http://shop.example/',
    'ftp://shop.example/',
    'file:///etc/passwd',
    'data:application/json,{}',
    'javascript:alert(1)',
    'ipfs://abc/metadata.json',
  ])('refuses a scheme other than https: %s', (url) => expect(codeOf(url)).toBe('URL_REFUSED'))

  it.each(['https://user@shop.example/', 'https://user:pw@shop.example/', 'https://:pw@shop.example/'])(
    'refuses credentials, in development too: %s',
    (url) => {
      expect(codeOf(url)).toBe('URL_REFUSED')
      expect(codeOf(url, true)).toBe('URL_REFUSED')
    },
  )

  it.each(['22', '25', '80', '53', '1023'])('refuses the service port %s', (port) => {
    expect(codeOf(`https://shop.example:${port}/`)).toBe('URL_REFUSED')
  })

  it.each(['/metadata.json', 'shop.example/metadata.json', '', 'https://', `https://shop.example/${'a'.repeat(2048)}`])(
    'refuses what is no absolute URL of sane length: %s',
    (url) => expect(codeOf(url)).toBe('URL_REFUSED'),
  )

  it.each(['https://shop.example/', 'https://shop.example:8443/x', 'https://8.8.8.8/', 'https://[2606:4700::1111]/'])(
    'allows a public https URL: %s',
    (url) => expect(codeOf(url)).toBe('allowed'),
  )

  it('lifts scheme, port and address in development, and nothing else', () => {
    expect(codeOf('http://127.0.0.1:80/', true)).toBe('allowed')
    expect(codeOf('ftp://127.0.0.1/', true)).toBe('URL_REFUSED')
  })
})
