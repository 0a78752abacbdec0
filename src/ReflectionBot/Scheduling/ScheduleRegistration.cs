using Quartz;
using ReflectionBot.Hosting;

namespace ReflectionBot.Scheduling;

public static class ScheduleRegistration
{
    private const string Sweep = "sweep";
    private const string Retention = "retention";
    private const string MakeUp = "make-up";
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan MakeUpEvery = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The clock of the house. The jobs live in memory: what is due stands in the storage, so that nothing is missed by a restart. Needs the
    /// storage, the turns, an <see cref="NodaTime.IClock"/> and a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="time">What makes time pass for the scheduler; the system's unless a test says otherwise.</param>
    public static IServiceCollection AddSchedule(this IServiceCollection services, TimeProvider? time = null)
    {
        services.AddSingleton<Scheduling.Sweep>();
        services.AddHostedService<ZoneRules>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "reflectionbot");
            quartz.UseDefaultThreadPool(3);
            quartz.UseInMemoryStore();
            quartz.UseTimeProvider(new SteadyTime(time ?? TimeProvider.System));
            quartz.AddJob<SweepJob>(job => job.WithIdentity(Sweep));
            quartz.AddTrigger(trigger => trigger.ForJob(Sweep).WithIdentity(Sweep).StartNow().WithSimpleSchedule(every => every.WithInterval(SweepEvery).RepeatForever()));
            quartz.AddJob<RetentionJob>(job => job.WithIdentity(Retention));
            quartz.AddTrigger(trigger => trigger.ForJob(Retention).WithIdentity(Retention).StartNow().WithSimpleSchedule(every => every.WithInterval(PruneEvery).RepeatForever()));
            quartz.AddJob<MakeUpJob>(job => job.WithIdentity(MakeUp));
            quartz.AddTrigger(trigger => trigger.ForJob(MakeUp).WithIdentity(MakeUp).StartNow().WithSimpleSchedule(every => every.WithInterval(MakeUpEvery).RepeatForever()));
        });
        services.AddQuartzHostedService(service => service.WaitForJobsToComplete = true);
        return services;
    }
}
