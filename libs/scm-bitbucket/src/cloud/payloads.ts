/**
 * The fields we read from Bitbucket Cloud's responses, based on its OpenAPI document and recorded responses. The document never
 * marks fields as nullable, but responses contain null for missing values.
 */
import { z } from 'zod'

const linkSchema = z.object({ href: z.string() })

export const accountSchema = z.object({
  uuid: z.string().optional(),
  account_id: z.string().nullish(),
  nickname: z.string().nullish(),
  display_name: z.string().nullish(),
})
export type Account = z.infer<typeof accountSchema>

export const repositorySchema = z.object({
  uuid: z.string(),
  full_name: z.string(),
  description: z.string().nullish(),
  language: z.string().nullish(),
  updated_on: z.string().nullish(),
  parent: z.object({ uuid: z.string().optional() }).nullish(),
  mainbranch: z.object({ name: z.string() }).nullish(),
  links: z.object({ html: linkSchema, clone: z.array(linkSchema.extend({ name: z.string() })) }),
})
export type RepositoryPayload = z.infer<typeof repositorySchema>

/** Repository and commit are null once the source was deleted. */
const endpointSchema = z.object({
  branch: z.object({ name: z.string() }),
  commit: z.object({ hash: z.string() }).nullish(),
  repository: z.object({ uuid: z.string() }).nullish(),
})

export const pullRequestSchema = z.object({
  id: z.number().int(),
  title: z.string(),
  /** Only `summary` is documented; responses have both. */
  summary: z.object({ raw: z.string() }).nullish(),
  description: z.string().nullish(),
  state: z.enum(['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED']),
  draft: z.boolean().optional(),
  source: endpointSchema,
  destination: endpointSchema,
  merge_commit: z.object({ hash: z.string() }).nullish(),
  closed_by: accountSchema.nullish(),
  author: accountSchema.nullish(),
  reviewers: z.array(accountSchema).optional(),
  updated_on: z.string(),
  links: z.object({ html: linkSchema }),
})
export type PullRequestPayload = z.infer<typeof pullRequestSchema>

export const defaultReviewerSchema = z.object({ user: accountSchema.nullish() })

export const commentSchema = z.object({
  id: z.number().int(),
  content: z.object({ raw: z.string() }),
  user: accountSchema.nullish(),
  created_on: z.string(),
  deleted: z.boolean().optional(),
})

export type CommentPayload = z.infer<typeof commentSchema>

export const webhookSchema = z.object({ uuid: z.string(), url: z.string() })

/** A branch or a commit. */
export const commitSchema = z.object({ hash: z.string() })
