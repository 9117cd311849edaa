/**
 * The fields we read from Bitbucket Data Center's responses, based on its OpenAPI document (10.3) and recorded responses. Missing
 * from the document, and known from recorded replies: `links`, `properties`, `isDefault`, and what activities are about.
 */
import { z } from 'zod'

export const userSchema = z.object({ name: z.string() })

const linkSchema = z.object({ href: z.string() })

export const repositorySchema = z.object({
  id: z.number().int(),
  slug: z.string(),
  description: z.string().nullish(),
  project: z.object({ key: z.string(), id: z.number().int().optional() }),
  archived: z.boolean().optional(),
  origin: z.object({ id: z.number().int() }).nullish(),
  links: z.object({ self: z.array(linkSchema), clone: z.array(linkSchema.extend({ name: z.string() })) }),
})
export type RepositoryPayload = z.infer<typeof repositorySchema>

/** What mirrors ask for. A repository to which nobody has pushed may have no hashes. */
export const repositoryHashesSchema = z.object({
  id: z.number().int(),
  properties: z
    .object({
      contentHash: z.string().nullish(),
      metadataHash: z.string().nullish(),
      defaultBranchId: z.string().nullish(),
    })
    .nullish(),
})
export type RepositoryHashesPayload = z.infer<typeof repositoryHashesSchema>

export const branchSchema = z.object({ displayId: z.string() })

export const commitSchema = z.object({ id: z.string() })

const refSchema = z.object({
  id: z.string(),
  displayId: z.string(),
  latestCommit: z.string(),
  repository: z.object({ id: z.number().int() }),
})

const participantSchema = z.object({
  user: userSchema,
  status: z.enum(['UNAPPROVED', 'NEEDS_WORK', 'APPROVED']).catch('UNAPPROVED'),
})

export const pullRequestSchema = z.object({
  id: z.number().int(),
  version: z.number().int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['OPEN', 'MERGED', 'DECLINED']),
  draft: z.boolean().optional(),
  createdDate: z.number(),
  updatedDate: z.number(),
  closedDate: z.number().nullish(),
  fromRef: refSchema,
  toRef: refSchema,
  author: participantSchema,
  reviewers: z.array(participantSchema),
  participants: z.array(participantSchema).optional(),
  properties: z.object({ mergeCommit: commitSchema.nullish() }).nullish(),
  links: z.object({ self: z.array(linkSchema) }),
})
export type PullRequestPayload = z.infer<typeof pullRequestSchema>

const reviewerSchema = z.object({ name: z.string().optional(), active: z.boolean().optional() })

export const defaultReviewersSchema = z.array(
  reviewerSchema.extend({ reviewers: z.array(reviewerSchema).nullish() }),
)

interface CommentPayload {
  id: number
  version: number
  text: string
  author: z.infer<typeof userSchema>
  createdDate: number
  /** Replies to the comment. */
  comments?: CommentPayload[] | undefined
}
export type { CommentPayload }

export const commentSchema: z.ZodType<CommentPayload> = z.object({
  id: z.number().int(),
  version: z.number().int(),
  text: z.string(),
  author: userSchema,
  createdDate: z.number(),
  get comments() {
    return z.array(commentSchema).optional()
  },
})

/** Newer servers may have activities of other formats. */
export const activitySchema = z.object({
  action: z.string(),
  user: userSchema.optional(),
  comment: commentSchema.optional(),
  commit: commitSchema.nullish(),
})

export const webhookSchema = z.object({ id: z.number().int(), url: z.string() })
