import { Button, Checkbox, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { IconDownload } from '../icons/icons.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState, type FormEvent } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { ErrorState } from '../api/error-state.tsx'
import { Panel } from '../layout/panel.tsx'
import { parseAddresses } from './parse-addresses.ts'

/** Asks what to import, starts it and opens its page. */
export function StartImportForm() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const field = useRef<HTMLTextAreaElement>(null)
  const [addresses, setAddresses] = useState('')
  const [ref, setRef] = useState('')
  const [includeExamples, setIncludeExamples] = useState(false)
  const [dryRun, setDryRun] = useState(false)
  const [problem, setProblem] = useState<string>()
  const start = useMutation(
    trpc.imports.start.mutationOptions({
      onSuccess: async ({ number }) => {
        void queryClient.invalidateQueries(trpc.imports.list.pathFilter())
        await navigate({ to: '/imports/$number', params: { number: String(number) } })
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = parseAddresses(addresses)
    setProblem(found.length === 0 ? 'Enter at least one repository.' : undefined)
    if (found.length === 0) return field.current?.focus()
    const at = ref.trim() === '' ? {} : { ref: ref.trim() }
    start.mutate({ repositories: found.map((address) => ({ address, ...at })), includeExamples, dryRun })
  }
  return (
    <Panel title="Start an import">
      <form onSubmit={submit} noValidate>
        <Stack gap="md" maw={680}>
          <Textarea
            ref={field}
            label="Repositories"
            description="One address per line, as for git clone: https://…, git@…, or a folder on the server."
            placeholder={'https://github.com/acme/platform-modules.git'}
            withAsterisk
            aria-required
            autosize
            minRows={3}
            maxRows={12}
            spellCheck={false}
            value={addresses}
            error={problem}
            onChange={(event) => setAddresses(event.currentTarget.value)}
          />
          <TextInput
            label="Branch, tag, or commit"
            description="Applies to all repositories. Defaults to each repository’s default branch."
            maw={340}
            maxLength={250}
            spellCheck={false}
            value={ref}
            onChange={(event) => setRef(event.currentTarget.value)}
          />
          <Checkbox
            label="Include examples and tests"
            description="Import modules in directories such as examples/ and tests/, too."
            checked={includeExamples}
            onChange={(event) => setIncludeExamples(event.currentTarget.checked)}
          />
          <Checkbox
            label="Dry run"
            description="See what would be proposed, without changing anything."
            checked={dryRun}
            onChange={(event) => setDryRun(event.currentTarget.checked)}
          />
          {start.error !== null && <ErrorState error={start.error} />}
          <Group>
            <Button
              type="submit"
              loading={start.isPending}
              leftSection={<IconDownload size={17} aria-hidden />}
            >
              {dryRun ? 'Start dry run' : 'Start import'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
