/** What holds where the file says nothing of delivery. */
import { defaultDeliveryPolicy } from '../domain/delivery/policy.ts';
import { defaultTestPolicy } from '../domain/tests/policy.ts';
import type { DeliveryConfig } from './delivery-model.ts';

export const defaultDelivery: DeliveryConfig = {
	policy: defaultDeliveryPolicy,
	tests: defaultTestPolicy,
	incidentsByHand: false,
	otherServices: [],
	sources: [],
	report: null,
};
