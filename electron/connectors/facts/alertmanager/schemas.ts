/** What we read of Alertmanager's API v2: https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
import { z } from 'zod';

const labels = z.record(z.string(), z.string());

export const alertSchema = z.object({
	fingerprint: z.string().min(1),
	startsAt: z.string(),
	endsAt: z.string(),
	labels,
	annotations: labels.nullish(),
	generatorURL: z.string().nullish(),
	status: z.object({ state: z.enum(['active', 'suppressed', 'unprocessed']) }),
});

export type Alert = z.infer<typeof alertSchema>;
export const alertsSchema = z.array(z.unknown());
