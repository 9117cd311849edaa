import type { BlueprintView } from '@groundplan/api-client'
import { IconRocket } from '../icons/icons.ts'
import { RouterButton } from '../layout/router-links.tsx'
import { useMay } from '../session/session.ts'
import { useLaunchesEnvironments } from '../api/use-launches-environments.ts'

/** The way to an environment. Nothing where whoever looks, or the server, can't launch this blueprint. */
export function LaunchButton({ blueprint }: { readonly blueprint: BlueprintView }) {
  const { name, version, latestVersion, retired, launchVerdict } = blueprint
  const [mayLaunch, launches] = [useMay('environments.launch'), useLaunchesEnvironments()]
  if (!mayLaunch || !launches || retired || launchVerdict === 'not-launchable') return null
  return (
    <RouterButton
      to="/catalog/$name/launch"
      params={{ name }}
      search={version === latestVersion ? {} : { version }}
      leftSection={<IconRocket size={17} aria-hidden />}
    >
      Launch
    </RouterButton>
  )
}
