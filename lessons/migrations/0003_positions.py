from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0002_mistake_pictures'),
    ]

    operations = [
        migrations.AddField(
            model_name='technique',
            name='not_in',
            field=models.JSONField(default=list, help_text='positions in which it is left out: side, chair'),
        ),
        migrations.AddField(
            model_name='techniquetext',
            name='chair',
            field=models.TextField(blank=True, help_text='How it is done on a chair; empty where it is left out there.'),
        ),
        migrations.AddField(
            model_name='techniquetext',
            name='floor',
            field=models.TextField(default='', help_text='How it is done from the floor, where the giver kneels.'),
            preserve_default=False,
        ),
    ]
