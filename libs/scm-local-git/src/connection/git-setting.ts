/** A setting for one git command. */
export type GitSetting = readonly [key: string, value: string]
