import { diffBlueprints, parseBlueprint, type BlueprintChange } from '@groundplan/blueprint'

/** What changes from one text of a blueprint to another for those who use it; nothing if one is missing or cannot be read. */
export function diffTexts(
  path: string,
  from: string | undefined,
  to: string | undefined,
): readonly BlueprintChange[] {
  if (from === undefined || to === undefined || from === to) return []
  const [before, after] = [parseBlueprint(path, from).blueprint, parseBlueprint(path, to).blueprint]
  return before === undefined || after === undefined ? [] : diffBlueprints(before, after)
}
