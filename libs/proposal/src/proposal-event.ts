import type { NewEvent } from '@groundplan/events'

declare const recorded: unique symbol

/**
 * An event about a proposal, whose number the store knows. Stores write nothing without one, and only `transition` and
 * `openProposal` make them: whoever wants to change a proposal's row has to go through the transition table.
 */
export type ProposalEvent = Omit<NewEvent, 'subject'> & { readonly [recorded]: true }
