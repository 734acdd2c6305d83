// The campaigns use every core there is, one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
