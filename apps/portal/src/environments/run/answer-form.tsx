import type { EnvironmentRequestView, EnvironmentRunView } from '@groundplan/api-client'
import type { JsonObject } from '@groundplan/terraform-type'
import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { skipToken, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ErrorState } from '../../api/error-state.tsx'
import { LoadingRows } from '../../api/loading-rows.tsx'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { IconCheck, IconX } from '../../icons/icons.ts'
import { requestWords } from '../words/environment-words.ts'
import { useSubmit, type Submit } from '../use-submit.ts'

const EphemeralForm = lazy(async () => {
  const { EphemeralForm: component } = await import('./ephemeral-form.tsx')
  return { default: component }
})

export interface AnswerFormProps {
  readonly request: EnvironmentRequestView
  readonly run: EnvironmentRunView | undefined
  /** True: to turn the request down is to give up the whole launch. */
  readonly isLaunch?: boolean
}

/** The buttons with which somebody applies what is planned, or turns it down. Nothing for those who may do neither. */
export function AnswerForm({ request, run, isLaunch = false }: AnswerFormProps) {
  const { id: requestId, waitsFor, allowedActs, kind } = request
  const trpc = useTRPC()
  const send = useSubmit(() => {})
  const inputs = waitsFor?.inputs ?? []
  const mustEnter = allowedActs.includes('confirm') && inputs.length > 0 && run !== undefined
  const form = useQuery(
    trpc.catalog.form.queryOptions(
      mustEnter ? { name: run.blueprint.name, version: run.blueprint.version } : skipToken,
    ),
  )
  const [comment, setComment] = useState('')
  if (waitsFor === undefined) return null
  const answerWith =
    (how: 'confirm' | 'answer', answer: 'approve' | 'reject', ephemeral?: JsonObject): Submit =>
    (environments) =>
      environments[how].mutate({
        ...{ requestId, answer, planHash: waitsFor.planHash },
        ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
        ...(ephemeral === undefined ? {} : { ephemeral }),
      })
  const cancel = allowedActs.includes('cancel') && (
    <Button
      variant="default"
      leftSection={<IconX size={17} aria-hidden />}
      onClick={() => send.mutate((environments) => environments.cancel.mutate({ requestId }))}
    >
      {isLaunch ? 'Discard' : 'Cancel'}
    </Button>
  )
  return (
    <Stack gap="sm">
      {send.error !== null && <ErrorState error={send.error} />}
      {mustEnter && (
        <QueryState query={form}>
          {(found) => (
            <Suspense fallback={<LoadingRows count={1} />}>
              <EphemeralForm
                form={found}
                names={inputs}
                label={requestWords[kind].apply}
                isPending={send.isPending}
                onValid={(values) => send.mutate(answerWith('confirm', 'approve', values))}
              />
            </Suspense>
          )}
        </QueryState>
      )}
      {allowedActs.includes('approve') && (
        <Textarea
          label="Comment (optional)"
          maxLength={2000}
          autosize
          minRows={2}
          maw={560}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      )}
      <Group gap="sm">
        {allowedActs.includes('confirm') && !mustEnter && (
          <Button
            loading={send.isPending}
            {...(kind === 'end' || kind === 'force-end' ? { color: 'red' } : {})}
            leftSection={<IconCheck size={17} aria-hidden />}
            onClick={() => send.mutate(answerWith('confirm', 'approve'))}
          >
            {requestWords[kind].apply}
          </Button>
        )}
        {allowedActs.includes('approve') && (
          <Button
            loading={send.isPending}
            leftSection={<IconCheck size={17} aria-hidden />}
            onClick={() => send.mutate(answerWith('answer', 'approve'))}
          >
            Approve
          </Button>
        )}
        {allowedActs.includes('reject') && (
          <Button
            variant="default"
            leftSection={<IconX size={17} aria-hidden />}
            onClick={() => send.mutate(answerWith('answer', 'reject'))}
          >
            Reject
          </Button>
        )}
        {cancel}
      </Group>
      {!allowedActs.includes('confirm') && !allowedActs.includes('approve') && (
        <Text size="sm" c="dimmed">
          {waitsFor.approval
            ? 'Somebody with the permission to approve has to answer it.'
            : `${request.requestedBy} has to confirm the plan.`}
        </Text>
      )}
    </Stack>
  )
}
