import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { merchantAnswerShapes } from '@/lib/merchant-api/answer-shapes'
import { eventData, eventTypes } from '@/lib/merchant-api/event-types'
import { merchantOpenapi, operations } from '@/lib/merchant-api/openapi-document'

/** clients/typescript/src/api.ts: the types of the bodies and answers, from the document that the gateway itself shows. */
export async function clientTypes(): Promise<string> {
  const { components, paths } = merchantOpenapi('https://pay.example')
  const bodies = operations.flatMap(({ id, path, method, body }) => {
    const operation = paths[path]?.[method] as
      | { requestBody?: { content: Record<string, { schema: object }> } }
      | undefined
    const schema = operation?.requestBody?.content['application/json']?.schema
    return body && schema ? [[id, schema] as const] : []
  })
  const answers = Object.keys(merchantAnswerShapes).map((name) => [name, components.schemas[name] as object] as const)
  const root = {
    title: 'Api',
    type: 'object',
    additionalProperties: false,
    required: ['answers', 'bodies'],
    properties: { answers: objectOf(answers), bodies: objectOf(bodies) },
  }
  const types = await compile(root as JSONSchema, 'Api', {
    ignoreMinAndMaxItems: true,
    bannerComment: '// Made from the OpenAPI document of the gateway by "npm run client". Do not change it by hand.',
    additionalProperties: false,
    style: { singleQuote: true, semi: false, printWidth: 120 },
  })
  const events = eventTypes.map((type) => `  | Event<'${type}', '${eventData[type]}'>`)
  return `${types}
export type Answers = Api['answers']
export type Bodies = Api['bodies']

interface Event<Type extends string, Name extends keyof Answers> {
  readonly type: Type
  readonly timestamp: string
  readonly mode: 'TEST' | 'LIVE'
  readonly data: Answers[Name]
}

/** The body of a webhook, once its signature was verified. Of \`mode\` TEST none is about money. */
export type WebhookEvent =
${events.join('\n')}
`
}

const objectOf = (members: readonly (readonly [string, object])[]) => ({
  type: 'object',
  additionalProperties: false,
  required: members.map(([name]) => name),
  properties: Object.fromEntries(members),
})
