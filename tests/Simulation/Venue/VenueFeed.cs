using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>The exchange's own telling: whatever changes goes to every connection of its account.</summary>
internal sealed class VenueFeed
{
    private readonly World _world;
    private readonly List<FeedConnection> _connections = [];

    public VenueFeed(World world, VenueModel venue)
    {
        _world = world;
        venue.OnChanged = Tell;
    }

    /// <summary>Connects a computer for as long as it reads.</summary>
    public FeedConnection Connect(Computer computer, VenueAccount account, string key)
    {
        var connection = new FeedConnection(_world, computer, account, key);
        _connections.Add(connection);
        connection.Open();
        return connection;
    }

    private void Tell(VenueOrder order, VenueTrade? trade)
    {
        _connections.RemoveAll(connection => connection.IsOver);
        byte[]? frame = null;
        foreach (var connection in _connections)
        {
            if (connection.Account == order.Account && connection.Stands)
            {
                connection.Tell(frame ??= UserFrames.Execution(_world, order, trade));
            }
        }
    }
}
