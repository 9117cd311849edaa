import { useCallback } from 'react'
import { useTRPCClient } from '../api/trpc.ts'
import type { CheckValues } from '../forms/use-value-check.ts'
import { useMay } from '../session/session.ts'

/** Has the server ask the modules of a blueprint version about values; `undefined` for those who may not launch. */
export function useCheckValues({
  name,
  version,
}: {
  readonly name: string
  readonly version: string
}): CheckValues | undefined {
  const client = useTRPCClient()
  const mayLaunch = useMay('environments.launch')
  const check = useCallback<CheckValues>(
    (inputs, signal) =>
      client.environments.checkValues.mutate({ blueprint: { name, version }, inputs }, { signal }),
    [client, name, version],
  )
  return mayLaunch ? check : undefined
}
