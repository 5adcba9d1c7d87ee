import { createMemorySource } from '../../../electron/connectors/metrics/memory/source.ts';
import type { Clock, MetricSource } from '../../../electron/engine/ports.ts';
import type { TrafficSplit } from '../../../shared/domain/target/model.ts';

/** Both slots look well; users are spread by the split that the target holds. */
export function healthySource(clock: Clock, split: () => TrafficSplit): MetricSource {
	const source = createMemorySource({ clock });
	for (const slot of ['blue', 'green'] as const) source.set(slot, { errorRate: 0.002, p95Latency: 120, memory: 0.4 });
	return {
		...source,
		read(request, signal) {
			for (const { slot } of request.slots) {
				const throughput = 4 * split()[slot];
				source.set(slot, { throughput, requests: (throughput * request.windowMs) / 1_000 });
			}
			return source.read(request, signal);
		},
	};
}
