/** What is asked, as it stands in the address, and how to ask something else. */
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { type DeliveryAsk, deliveryAddress, readAsk, timelineAddress } from '../../store/delivery-address.ts';

export interface AskState {
	readonly ask: DeliveryAsk;
	/** Goes to the address of the changed question, so that Back takes it back. */
	readonly change: (change: Partial<DeliveryAsk>) => void;
}

/** `query`: the part of the address; `metric`: what else stands in it. */
export function useDeliveryAsk(query: string, metric: string | null): AskState {
	return useAsk(query, (ask) => deliveryAddress(ask, metric));
}

export function useTimelineAsk(query: string): AskState {
	return useAsk(query, timelineAddress);
}

function useAsk(query: string, addressOf: (ask: DeliveryAsk) => string): AskState {
	const [, navigate] = useLocation();
	const ask = useMemo(() => readAsk(query), [query]);
	return { ask, change: (change) => navigate(addressOf({ ...ask, ...change }).slice(1)) };
}
