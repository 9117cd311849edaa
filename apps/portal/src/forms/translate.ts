import { englishStringTranslator, TranslatableString } from '@rjsf/utils'

/** The form's own words. New entries of a map begin empty instead of with a placeholder that people may leave there. */
export function translate(text: TranslatableString, parameters?: string[]): string {
  return text === TranslatableString.NewStringDefault ? '' : englishStringTranslator(text, parameters)
}
