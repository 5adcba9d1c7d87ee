/** What we read of PagerDuty's REST API v2: https://developer.pagerduty.com/api-reference/ */
import { z } from 'zod';

const reference = z.object({ id: z.string(), summary: z.string().nullish() });

const incidentSchema = z.object({
	id: z.string().min(1),
	title: z.string().nullish(),
	summary: z.string().nullish(),
	status: z.enum(['triggered', 'acknowledged', 'resolved']),
	created_at: z.string(),
	resolved_at: z.string().nullish(),
	last_status_change_at: z.string().nullish(),
	html_url: z.string().nullish(),
	urgency: z.string().nullish(),
	priority: reference.nullish(),
	service: reference.nullish(),
	acknowledgements: z.array(z.object({ at: z.string() })).nullish(),
	/** There is one reason only: `merge_resolve_reason`, with the incident that it was merged into. */
	resolve_reason: z.object({ type: z.string().nullish() }).nullish(),
});

export type PagerdutyIncident = z.infer<typeof incidentSchema>;
export { incidentSchema };

/** Incidents one by one, so that one that is odd does not cost the page. */
export const listSchema = z.object({
	incidents: z.array(z.unknown()),
	more: z.boolean().nullish(),
	total: z.number().nullish(),
});
export const oneSchema = z.object({ incident: z.unknown() });
export const logSchema = z.object({
	log_entries: z.array(z.object({ type: z.string(), created_at: z.string() })),
	more: z.boolean().nullish(),
});
export const errorSchema = z.object({
	error: z.object({ message: z.string().nullish(), errors: z.array(z.string()).nullish() }),
});
