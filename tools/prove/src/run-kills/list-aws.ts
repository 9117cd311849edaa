const region = 'eu-west-1'

/** Lists everything of the kinds that the environments have, by what AWS itself answers: tags may be what a kill has cut off. */
export async function listAws(endpoint: string): Promise<string> {
  const answers = await Promise.all([
    ask(endpoint, { service: 's3', method: 'GET' }),
    ask(endpoint, { service: 'sqs', target: 'AmazonSQS.ListQueues' }),
    ask(endpoint, { service: 'dynamodb', target: 'DynamoDB_20120810.ListTables' }),
    ask(endpoint, { service: 'sns', form: 'Action=ListTopics&Version=2010-03-31' }),
  ])
  return answers.join('\n')
}

interface Question {
  readonly service: string
  /** `POST` by default. */
  readonly method?: 'GET' | 'POST'
  readonly target?: string
  readonly form?: string
}

/** The stand-in does not check signatures; it only reads from them which service is meant. */
async function ask(endpoint: string, { service, method = 'POST', ...question }: Question): Promise<string> {
  const type = question.target === undefined ? 'x-www-form-urlencoded' : 'x-amz-json-1.0'
  const { status, text } = await fetch(endpoint, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=any/20300101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': `application/${type}`,
      ...(question.target === undefined ? {} : { 'x-amz-target': question.target }),
    },
    ...(method === 'GET' ? {} : { body: question.form ?? '{}' }),
  }).then(async (answer) => ({ status: answer.status, text: await answer.text() }))
  if (status !== 200) throw new Error(`${service} answered ${status}: ${text.slice(0, 300)}`)
  return text
}
